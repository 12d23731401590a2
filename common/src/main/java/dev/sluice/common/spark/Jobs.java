package dev.sluice.common.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.MapPartitionsRDD;
import org.apache.spark.rdd.RDD;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.AbstractFunction3;

/**
 * Spark's {@code mapPartitions} and {@code collect} without its closure cleaner, which reads the
 * byte code of every lambda, its own included, at every call: in a lane of small batches that took
 * two thirds of the driver's time. The cleaner leaves functions alone that are objects of a named
 * class.
 */
public final class Jobs {
  private Jobs() {}

  /** An RDD of what a function makes of each partition; lazy. */
  public static <T, U> JavaRDD<U> mapPartitions(JavaRDD<T> rdd, PartitionFunction<T, U> function) {
    RDD<U> mapped =
        new MapPartitionsRDD<>(
            rdd.rdd(),
            new Step<>(function),
            false,
            false,
            false,
            tag(),
            rdd.rdd().elementClassTag());
    return mapped.toJavaRDD();
  }

  /** All elements, partition after partition; one job. */
  public static <T> List<T> collect(JavaRDD<T> rdd) {
    Object arrays = rdd.context().runJob(rdd.rdd(), new ToList<>(), Jobs.<List<T>>tag());
    List<T> all = new ArrayList<>();
    for (Object part : (Object[]) arrays) {
      @SuppressWarnings("unchecked")
      List<T> elements = (List<T>) part;
      all.addAll(elements);
    }
    return all;
  }

  @SuppressWarnings("unchecked")
  private static <T> ClassTag<T> tag() {
    return (ClassTag<T>) ClassTag$.MODULE$.Object();
  }

  private static final class Step<T, U>
      extends AbstractFunction3<
          TaskContext, Object, scala.collection.Iterator<T>, scala.collection.Iterator<U>>
      implements Serializable {
    private static final long serialVersionUID = 1L;
    private final PartitionFunction<T, U> function;

    Step(PartitionFunction<T, U> function) {
      this.function = function;
    }

    @Override
    public scala.collection.Iterator<U> apply(
        TaskContext context, Object partition, scala.collection.Iterator<T> rows) {
      Iterator<T> input = JavaConverters.asJavaIterator(rows);
      return JavaConverters.asScalaIterator(function.apply((Integer) partition, input));
    }
  }

  private static final class ToList<T>
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<T>, List<T>>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public List<T> apply(TaskContext context, scala.collection.Iterator<T> elements) {
      List<T> list = new ArrayList<>();
      while (elements.hasNext()) {
        list.add(elements.next());
      }
      return list;
    }
  }
}
