package dev.mcpsession.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The MXBean as a console sees it: through the MBean server. */
class McpSessionsMXBeanTest {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final StubSessions sessions = new StubSessions();
    private MBeanRegistration registration;
    private ObjectName name;
    private MBeanInfo info;

    @BeforeEach
    void register() throws Exception {
        registration = MBeanRegistration.register(sessions, new JmxNotifier(null), "test", "/mxbean");
        name = new ObjectName("dev.mcpsession:type=McpSessions,host=test,context=/mxbean");
        info = server.getMBeanInfo(name);
    }

    @AfterEach
    void unregister() {
        registration.close();
    }

    @Test
    void itsVocabularyIsFixed() {
        assertThat(info.getAttributes())
                .extracting(MBeanFeatureInfo::getName)
                .containsExactlyInAnyOrder(
                        "ActiveSessions",
                        "MaxActive",
                        "MaxActiveSessions",
                        "ActiveRequests",
                        "ActiveStreams",
                        "StreamKeepAliveSeconds",
                        "StreamComments",
                        "LostStreams",
                        "BlockedStreamWriters",
                        "SessionCounter",
                        "EndedSessions",
                        "ExpiredSessions",
                        "TerminatedSessions",
                        "EvictedSessions",
                        "ReplacedSessions",
                        "LostSessions",
                        "RejectedSessions",
                        "OwnerMismatches",
                        "PendingReleases",
                        "FailedReleases",
                        "UnknownSessionRequests",
                        "Resumable",
                        "ResumedSessions",
                        "SuspendedSessions",
                        "FailedResumptions",
                        "UnsealableSessions",
                        "RevokedSessions",
                        "ResumeWithinSeconds",
                        "SessionAverageAliveTime",
                        "SessionMaxAliveTime",
                        "IdleTimeoutSeconds",
                        "Accepting",
                        "InitializeTimeoutSeconds",
                        "StreamIdleTimeoutSeconds",
                        "MaxLifetimeSeconds",
                        "MaxActiveSessionsPerOwner",
                        "LastSweepTimestamp",
                        "ProcessingTime",
                        "ProtocolVersions",
                        "Clients",
                        "Sessions",
                        "SessionTableLimit");
        assertThat(info.getOperations())
                .extracting(MBeanFeatureInfo::getName)
                .containsExactlyInAnyOrder("expireSession", "expireSessionsOf", "sweep", "resetStatistics");
    }

    @Test
    void itIsAnMXBeanOfOpenTypes() {
        assertThat(info.getDescriptor().getFieldValue("mxbean")).isEqualTo("true");
        assertThat(info.getAttributes())
                .allSatisfy(attribute -> assertThat(attribute.getDescriptor().getFieldValue("openType"))
                        .isInstanceOf(OpenType.class));
        assertThat(info.getOperations())
                .allSatisfy(operation -> assertThat(operation.getDescriptor().getFieldValue("openType"))
                        .isInstanceOf(OpenType.class));
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(info.getDescription()).isEqualTo("The MCP sessions of one application on this node");
    }

    @Test
    void eachFeatureSaysWhatItIs() {
        Stream<MBeanFeatureInfo> features = Stream.of(
                        Arrays.stream(info.getAttributes()),
                        Arrays.stream(info.getOperations()),
                        Arrays.stream(info.getOperations())
                                .flatMap(operation -> Arrays.stream(operation.getSignature())))
                .flatMap(stream -> stream);

        assertThat(features)
                .allSatisfy(feature -> assertThat(feature.getDescription())
                        .as(feature.getName())
                        .contains(" ")
                        .doesNotContain("Attribute exposed for management", "Operation exposed for management")
                        .isNotEqualTo(feature.getName()));
    }

    @Test
    void noTwoAttributesSayTheSame() {
        assertThat(info.getAttributes())
                .extracting(MBeanFeatureInfo::getDescription)
                .doesNotHaveDuplicates();
    }

    @Test
    void eachNumberSaysWhatItCounts() {
        assertThat(info.getAttributes())
                .filteredOn(attribute -> Set.of("int", "long").contains(attribute.getType()))
                .allSatisfy(attribute -> assertThat(
                                (String) attribute.getDescriptor().getFieldValue("units"))
                        .as(attribute.getName())
                        .matches("[a-z]+"));
        assertThat(info.getOperations())
                .filteredOn(operation -> operation.getReturnType().equals("int"))
                .allSatisfy(operation -> assertThat(operation.getDescriptor().getFieldValue("units"))
                        .as(operation.getName())
                        .isEqualTo("sessions"));
    }

    @Test
    void endsArriveByReason() throws Exception {
        TabularData ended = (TabularData) server.getAttribute(name, "EndedSessions");

        assertThat(ended.get(new Object[] {"idle"}).get("value")).isEqualTo(6L);
        assertThat(ended.get(new Object[] {"client"}).get("value")).isEqualTo(7L);
    }

    @Test
    void parametersHaveTheirNames() {
        assertThat(operation("expireSession").getSignature())
                .extracting(MBeanParameterInfo::getName, MBeanParameterInfo::getDescription)
                .containsExactly(tuple("handle", "The handle of the session, from Sessions or a log line"));
        assertThat(operation("expireSessionsOf").getSignature())
                .extracting(MBeanParameterInfo::getName, MBeanParameterInfo::getDescription)
                .containsExactly(tuple(
                        "owner",
                        "The ownerHandle from Sessions or a log line; or the whole text of the owner, which Sessions cuts to 64"
                                + " characters"));
    }

    @Test
    void operationsAct() {
        assertThat(info.getOperations()).allMatch(operation -> operation.getImpact() == MBeanOperationInfo.ACTION);
    }

    @Test
    void whatSteersCanBeWritten() throws Exception {
        assertThat(Arrays.stream(info.getAttributes())
                        .filter(MBeanAttributeInfo::isWritable)
                        .map(MBeanFeatureInfo::getName))
                .containsExactlyInAnyOrder(
                        "MaxActiveSessions",
                        "MaxActiveSessionsPerOwner",
                        "IdleTimeoutSeconds",
                        "InitializeTimeoutSeconds",
                        "StreamIdleTimeoutSeconds",
                        "MaxLifetimeSeconds",
                        "ResumeWithinSeconds",
                        "Accepting");

        server.setAttribute(name, new Attribute("MaxActiveSessions", 7));
        server.setAttribute(name, new Attribute("IdleTimeoutSeconds", 8L));
        server.setAttribute(name, new Attribute("Accepting", false));

        assertThat(sessions.getMaxActiveSessions()).isEqualTo(7);
        assertThat(sessions.getIdleTimeoutSeconds()).isEqualTo(8);
        assertThat(sessions.isAccepting()).isFalse();

        AttributeList done = server.setAttributes(
                name,
                new AttributeList(List.of(
                        new Attribute("MaxActiveSessionsPerOwner", 3),
                        new Attribute("SessionCounter", 0L),
                        new Attribute("InitializeTimeoutSeconds", 4L),
                        new Attribute("StreamIdleTimeoutSeconds", "soon"),
                        new Attribute("MaxLifetimeSeconds", 6L))));

        assertThat(done.asList())
                .as("what was taken")
                .extracting(Attribute::getName)
                .containsExactly("MaxActiveSessionsPerOwner", "InitializeTimeoutSeconds", "MaxLifetimeSeconds");
        assertThat(sessions.getMaxActiveSessionsPerOwner()).isEqualTo(3);
        assertThat(sessions.getInitializeTimeoutSeconds()).isEqualTo(4);
        assertThat(sessions.getStreamIdleTimeoutSeconds()).isEqualTo(86_400);
        assertThat(sessions.getMaxLifetimeSeconds()).isEqualTo(6);
    }

    @Test
    void everyAttributeCanBeRead() throws Exception {
        for (MBeanAttributeInfo attribute : info.getAttributes()) {
            assertThat(attribute.isReadable()).as(attribute.getName()).isTrue();
            Object value = server.getAttribute(name, attribute.getName());
            assertThat(value)
                    .as(attribute.getName())
                    .isInstanceOfAny(Number.class, Boolean.class, CompositeData[].class, TabularData.class);
        }
    }

    @Test
    void sessionsArriveAsATable() throws Exception {
        CompositeData[] rows = (CompositeData[]) server.getAttribute(name, "Sessions");

        assertThat(rows).hasSize(1);
        CompositeData row = rows[0];
        assertThat(row.getCompositeType().keySet())
                .isEqualTo(Set.of(
                        "handle",
                        "owner",
                        "ownerHandle",
                        "state",
                        "clientName",
                        "clientVersion",
                        "protocolVersion",
                        "created",
                        "lastActivity",
                        "idleSeconds",
                        "requestsInFlight",
                        "openStreams",
                        "requestsServed",
                        "path",
                        "namedBy"));
        assertThat(row.getAll(new String[] {
                    "handle", "ownerHandle", "owner", "state", "clientName", "clientVersion", "protocolVersion"
                }))
                .containsExactly(
                        "0123456789abcdef", "fedcba9876543210", "alice", "established", "probe", null, "2025-11-25");
        assertThat(row.getAll(new String[] {"created", "lastActivity", "idleSeconds"}))
                .containsExactly(Date.from(Instant.ofEpochMilli(1)), Date.from(Instant.ofEpochMilli(2)), 3L);
        assertThat(row.getAll(new String[] {"requestsInFlight", "openStreams", "requestsServed", "path", "namedBy"}))
                .containsExactly(4, 5, 6L, "/mcp", "endpoint");
    }

    @Test
    void useArrivesByName() throws Exception {
        CompositeData revision =
                ((TabularData) server.getAttribute(name, "ProtocolVersions")).get(new Object[] {"2025-11-25"});
        CompositeData row = (CompositeData) revision.get("value");

        assertThat(row.getAll(new String[] {"liveSessions", "requests", "firstSeen", "lastSeen"}))
                .containsExactly(1, 2L, Date.from(Instant.ofEpochMilli(3)), Date.from(Instant.ofEpochMilli(4)));
        assertThat(((TabularData) server.getAttribute(name, "Clients")).containsKey(new Object[] {"probe"}))
                .isTrue();
    }

    @Test
    void noColumnIsAnId() {
        List<String> columns = Stream.of(SessionRow.class.getRecordComponents())
                .map(c -> c.getName())
                .toList();

        assertThat(columns).doesNotContain("id", "sessionId");
    }

    @Test
    void operationsReachTheImplementation() throws Exception {
        String[] signature = {String.class.getName()};
        assertThat(server.invoke(name, "expireSession", new Object[] {"abc"}, signature))
                .isEqualTo(true);
        assertThat(sessions.expired()).isEqualTo("abc");
        assertThat(server.invoke(name, "expireSessionsOf", new Object[] {"alice"}, signature))
                .isEqualTo(2);
        assertThat(sessions.expired()).isEqualTo("alice");
        assertThat(server.invoke(name, "sweep", new Object[0], new String[0])).isEqualTo(16);
    }

    private MBeanOperationInfo operation(String called) {
        return Arrays.stream(info.getOperations())
                .filter(o -> o.getName().equals(called))
                .findFirst()
                .orElseThrow();
    }
}
