package dev.sluice.lanes;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;

/** What this process logs, from INFO, and the plans of the queries it runs. */
final class RunTexts implements AutoCloseable {
  private final SparkSession session;
  private final List<String> logs = new CopyOnWriteArrayList<>();
  private final List<String> plans = new CopyOnWriteArrayList<>();
  private final Memory memory = new Memory(logs);
  private final Listener listener = new Listener(plans);
  private Level before;

  RunTexts(SparkSession session) {
    this.session = session;
  }

  /** Until it is closed. */
  RunTexts record() {
    LoggerConfig root = root();
    before = root.getLevel();
    memory.start();
    root.addAppender(memory, Level.INFO, null);
    root.setLevel(Level.INFO);
    context().updateLoggers();
    session.listenerManager().register(listener);
    return this;
  }

  List<String> logs() {
    return logs;
  }

  List<String> plans() {
    return plans;
  }

  @Override
  public void close() throws TimeoutException {
    session.sparkContext().listenerBus().waitUntilEmpty();
    session.listenerManager().unregister(listener);
    root().removeAppender(memory.getName());
    root().setLevel(before);
    context().updateLoggers();
  }

  private static LoggerContext context() {
    return (LoggerContext) LogManager.getContext(false);
  }

  private static LoggerConfig root() {
    return context().getConfiguration().getRootLogger();
  }

  private static final class Memory extends AbstractAppender {
    private final List<String> lines;

    Memory(List<String> lines) {
      super("memory", null, null, false, Property.EMPTY_ARRAY);
      this.lines = lines;
    }

    @Override
    public void append(LogEvent event) {
      StringWriter text = new StringWriter();
      text.append(event.getLoggerName())
          .append(' ')
          .append(event.getMessage().getFormattedMessage());
      if (event.getThrown() != null) {
        event.getThrown().printStackTrace(new PrintWriter(text));
      }
      lines.add(text.toString());
    }
  }

  private static final class Listener implements QueryExecutionListener {
    private final List<String> plans;

    Listener(List<String> plans) {
      this.plans = plans;
    }

    @Override
    public void onSuccess(String name, QueryExecution query, long nanos) {
      plans.add(query.toString());
    }

    @Override
    public void onFailure(String name, QueryExecution query, Exception failure) {
      plans.add(query.toString() + failure);
    }
  }
}
