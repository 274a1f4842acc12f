package dev.mcpsession.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes, in pieces of any lengths: after each piece the boundary agrees with a reader of single bytes. */
class EventBoundaryFuzzTest {

    @FuzzTest(maxDuration = "")
    void boundary(byte[] stream) {
        EventBoundary boundary = new EventBoundary();
        ByteReader reader = new ByteReader();
        int at = 0;
        while (at < stream.length) {
            // The first byte of each piece is also its length.
            int length = Math.min(stream.length - at, 1 + (stream[at] & 7));
            boundary.passed(stream, at, length);
            for (int end = at + length; at < end; at++) {
                reader.read(stream[at]);
            }
            assertThat(boundary.isAfterEvent()).as("after byte %d", at).isEqualTo(reader.isAfterEvent());
        }
    }

    /** Reads lines as the HTML Standard does, and knows how long the last two are. */
    private static final class ByteReader {

        private boolean lineIsEmpty = true;
        private boolean afterEmptyLine = true;
        private boolean afterCr;

        void read(byte unit) {
            boolean endsLine = unit == '\r' || (unit == '\n' && !afterCr);
            boolean belongsToCr = unit == '\n' && afterCr;
            afterCr = unit == '\r';
            if (endsLine) {
                afterEmptyLine = lineIsEmpty;
                lineIsEmpty = true;
            } else if (!belongsToCr) {
                lineIsEmpty = false;
                afterEmptyLine = false;
            }
        }

        boolean isAfterEvent() {
            return afterEmptyLine;
        }
    }
}
