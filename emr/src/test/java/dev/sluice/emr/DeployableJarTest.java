package dev.sluice.emr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the jar for a cluster holds, beside what the cluster brings itself. */
class DeployableJarTest {
  private static final Pattern OURS =
      Pattern.compile(
          "dev/sluice/(common|objectstore|bronze|silver|gold|lanes|shaded)/.*"
              // Named by users, in login modules and serializers: never under another name.
              + "|org/apache/kafka/.*"
              + "|org/apache/spark/(sql/)?kafka010/.*"
              + "|org/apache/commons/pool2/.*");

  /** For parts of libraries that nobody uses here; they do not have them in Maven either. */
  private static final Pattern OPTIONAL =
      Pattern.compile(
          // Jedis's failover between clusters.
          "io/github/resilience4j/.* of dev/sluice/shaded/jedis/.*"
              // S3's other client and another kind of signatures, both over a library in C.
              + "|dev/sluice/shaded/amazon/awssdk/crt/.* of dev/sluice/shaded/amazon/.*"
              // Timers that look for pauses of the JVM, and exemplars taken from traces.
              + "|org/LatencyUtils/.* of dev/sluice/shaded/micrometer/.*"
              + "|dev/sluice/shaded/prometheus/.*/tracer/.* of dev/sluice/shaded/prometheus/.*"
              // Pools of proxies.
              + "|net/sf/cglib/.* of org/apache/commons/pool2/proxy/.*"
              // A broker that checks OAuth tokens.
              + "|org/jose4j/.* of org/apache/kafka/common/security/oauthbearer/.*");

  private final JarEntries jar = JarEntries.deployable();
  private final Set<String> cluster = ofTheCluster();

  private static Set<String> ofTheCluster() {
    List<Path> jars = new ArrayList<>(JarEntries.jarsIn(SparkHome.path().resolve("jars")));
    jars.addAll(JarEntries.jarsIn(JarEntries.target().resolve("delta")));
    return JarEntries.classesOf(jars);
  }

  @Test
  void everyClassIsOursOrTheConnectorsOrRelocated() {
    assertThat(jar.classes()).allMatch(OURS.asMatchPredicate());
    assertThat(jar.classes())
        .contains(
            "dev/sluice/lanes/Driver.class",
            "dev/sluice/common/table/LakeTable.class",
            "dev/sluice/objectstore/ConditionalLogStore.class",
            "dev/sluice/bronze/BronzeStage.class",
            "dev/sluice/silver/SilverStage.class",
            "dev/sluice/gold/GoldStage.class",
            "dev/sluice/shaded/jackson/databind/ObjectMapper.class",
            "dev/sluice/shaded/jedis/Jedis.class",
            "dev/sluice/shaded/amazon/awssdk/services/s3/S3Client.class",
            "org/apache/spark/sql/kafka010/KafkaSourceRDD.class",
            "org/apache/kafka/common/security/plain/PlainLoginModule.class");
  }

  @Test
  void noClassIsOnTheClusterToo() {
    Set<String> twice = new TreeSet<>(jar.classes());
    twice.retainAll(cluster);
    assertThat(twice).isEmpty();
  }

  @Test
  void everyClassNamedIsInTheJarOrOnTheClusterOrInTheJdk() {
    Set<String> absent = new TreeSet<>();
    Set<String> classes = jar.classes();
    for (String name : classes) {
      for (String reference : ClassReferences.of(jar.content(name))) {
        if (!classes.contains(reference)
            && !cluster.contains(reference)
            && ClassLoader.getPlatformClassLoader().getResource(reference) == null) {
          absent.add(reference + " of " + name);
        }
      }
    }
    assertThat(absent).allMatch(OPTIONAL.asMatchPredicate());
  }

  @Test
  void serviceFilesAreMergedAndNameWhatIsThere() {
    assertThat(jar.services())
        .containsKeys(
            "org.apache.spark.sql.sources.DataSourceRegister",
            "org.apache.spark.security.HadoopDelegationTokenProvider",
            "dev.sluice.shaded.jackson.databind.Module");
    jar.services()
        .forEach(
            (service, implementations) ->
                assertThat(implementations)
                    .as(service)
                    .isNotEmpty()
                    .allMatch(name -> jar.classes().contains(name.replace('.', '/') + ".class")));
  }

  @Test
  void resourcesThatTheDriverReadsAreThere() {
    assertThat(jar.others())
        .contains("fairscheduler.xml", "dev/sluice/gold/hot-value.lua")
        .noneMatch(name -> name.contains("log4j"));
    assertThat(new String(jar.content("META-INF/MANIFEST.MF")))
        .contains("Main-Class: dev.sluice.lanes.Driver");
  }
}
