package dev.mcpsession.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mcpsession.servlet.FakeRequest;
import dev.mcpsession.servlet.FakeResponse;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReplayedRequestTest {

    private static final String TEXT = "\uFEFF{\"ä\":\"€\"}\r\n";

    private final FakeRequest raw = FakeRequest.post("consumed")
            .session("dead")
            .header("Last-Event-ID", "9")
            .header("X", "x");
    private final List<String> heard = new ArrayList<>();

    @Test
    void theStreamGivesTheSameBytes() throws IOException {
        byte[] anything = {0, -1, 127, -128, '\r', '\n'};

        assertThat(replayed(anything).getInputStream().readAllBytes()).isEqualTo(anything);
    }

    @Test
    void theStreamTellsHowFarItIs() throws IOException {
        ServletInputStream stream = replayed("ab".getBytes(UTF_8)).getInputStream();

        assertThat(stream.isReady()).isTrue();
        assertThat(stream.isFinished()).isFalse();
        assertThat(stream.read()).isEqualTo('a');
        assertThat(stream.available()).isOne();
        assertThat(stream.read()).isEqualTo('b');
        assertThat(stream.isFinished()).isTrue();
        assertThat(stream.read()).isEqualTo(-1);
    }

    @Test
    void theReaderGivesTheSameText() throws IOException {
        assertThat(replayed(TEXT.getBytes(UTF_8)).getReader().lines()).containsExactly(TEXT.strip());
    }

    /** Only of a sessionless revision can such a body come here. */
    @Test
    void theReaderGoesByTheCharsetOfTheRequest() throws IOException {
        raw.contentType("application/json; charset=iso-8859-1");

        assertThat(replayed("{\"ä\":1}".getBytes(UTF_8)).getReader().readLine())
                .isEqualTo(new String("{\"ä\":1}".getBytes(UTF_8), ISO_8859_1));
    }

    @Test
    void theBodyOfTheContainerIsNotTouched() throws IOException {
        replayed(new byte[0]).getInputStream().close();

        assertThat(raw.bodyRead()).isFalse();
    }

    @Test
    void thereIsOneStreamAndOneReader() throws Exception {
        ReplayedRequest streaming = replayed(new byte[0]);
        assertThat(streaming.getInputStream()).isSameAs(streaming.getInputStream());
        ReplayedRequest reading = replayed(new byte[0]);
        assertThat(reading.getReader()).isSameAs(reading.getReader());
    }

    @Test
    void afterTheStreamThereIsNoReader() {
        ReplayedRequest request = replayed(new byte[0]);
        request.getInputStream();

        assertThatIllegalStateException().isThrownBy(request::getReader);
    }

    @Test
    void afterTheReaderThereIsNoStream() throws Exception {
        ReplayedRequest request = replayed(new byte[0]);
        request.getReader();

        assertThatIllegalStateException().isThrownBy(request::getInputStream);
    }

    @Test
    void aReadListenerIsCalledWhenTheChainHasReturned() {
        ReplayedRequest request = replayed("abc".getBytes(UTF_8));
        request.getInputStream().setReadListener(new Listener(request.getInputStream()));
        assertThat(heard).isEmpty();

        request.chainReturned();

        assertThat(heard).containsExactly("available", "abc", "all");
    }

    @Test
    void aReadListenerThatComesLaterIsCalledAtOnce() {
        ReplayedRequest request = replayed("abc".getBytes(UTF_8));
        request.chainReturned();

        request.getInputStream().setReadListener(new Listener(request.getInputStream()));

        assertThat(heard).containsExactly("available", "abc", "all");
    }

    @Test
    void aReadListenerOfAnEmptyBodyHearsThatThatWasAll() {
        ReplayedRequest request = replayed(new byte[0]);
        request.getInputStream().setReadListener(new Listener(request.getInputStream()));

        request.chainReturned();

        assertThat(heard).containsExactly("all");
    }

    @Test
    void aReadListenerThatThrowsHearsOfIt() {
        ReplayedRequest request = replayed("abc".getBytes(UTF_8));
        request.getInputStream().setReadListener(new Listener(request.getInputStream()) {
            @Override
            public void onDataAvailable() throws IOException {
                throw new IOException("of the endpoint");
            }
        });

        request.chainReturned();

        assertThat(heard).containsExactly("error of the endpoint");
    }

    @Test
    void thereIsOneReadListener() {
        ServletInputStream stream = replayed(new byte[0]).getInputStream();
        stream.setReadListener(new Listener(stream));

        assertThatIllegalStateException().isThrownBy(() -> stream.setReadListener(new Listener(stream)));
    }

    @Test
    void neitherTheDeadIdNorWhatBelongsToItIsSeen() {
        ReplayedRequest request = replayed(new byte[0]);

        assertThat(request.getHeader("mcp-session-id")).isNull();
        assertThat(request.getHeader("last-event-id")).isNull();
        assertThat(request.getHeaders("Mcp-Session-Id").hasMoreElements()).isFalse();
        assertThat(request.getHeaders("Last-Event-ID").hasMoreElements()).isFalse();
        assertThat(request.getHeaderNames().asIterator()).toIterable().containsExactlyInAnyOrder("Content-Type", "X");
        assertThat(request.getHeader("x")).isEqualTo("x");
    }

    private ReplayedRequest replayed(byte[] body) {
        SessionResponse response = new SessionResponse(new FakeResponse(), (answer, status, named) -> null);
        return new ReplayedRequest(raw, response, new ExchangeLifecycle(), body);
    }

    private class Listener implements ReadListener {

        private final ServletInputStream stream;

        Listener(ServletInputStream stream) {
            this.stream = stream;
        }

        @Override
        public void onDataAvailable() throws IOException {
            heard.add("available");
            StringBuilder text = new StringBuilder();
            while (stream.isReady() && !stream.isFinished()) {
                text.append((char) stream.read());
            }
            heard.add(text.toString());
        }

        @Override
        public void onAllDataRead() {
            heard.add("all");
        }

        @Override
        public void onError(Throwable failure) {
            heard.add("error " + failure.getMessage());
        }
    }

    @Test
    void aListenerSetOnAnotherThreadJustWhenTheChainReturns_isCalledOnce() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        AtomicReference<ReplayedBody> body = new AtomicReference<>();
        ReadListener listener = new ReadListener() {
            @Override
            public void onDataAvailable() {}

            @Override
            public void onAllDataRead() {
                calls.incrementAndGet();
            }

            @Override
            public void onError(Throwable failure) {
                throw new AssertionError(failure);
            }
        };
        Race.run(
                round -> body.set(new ReplayedBody(new byte[0])),
                () -> body.get().notifyListener(),
                () -> body.get().setReadListener(listener),
                round -> assertThat(calls).hasValue(round));
    }
}
