package io.velaria.shell;

import io.velaria.QueryProgress;
import java.io.PrintStream;

/** A line on a terminal that shows how far a statement is, once it has run for half a second. */
final class ProgressLine implements Runnable {
    static final ProgressLine NONE = new ProgressLine(null, null);

    private static final int WIDTH = 40;
    private static final long FIRST_MILLIS = 500;
    private static final long STEP_MILLIS = 200;
    private static final String ERASE = "\r\u001b[K";

    private final QueryProgress progress;
    private final PrintStream terminal;
    private boolean stopped;
    private boolean shown;

    private ProgressLine(QueryProgress progress, PrintStream terminal) {
        this.progress = progress;
        this.terminal = terminal;
    }

    static ProgressLine start(QueryProgress progress, PrintStream terminal) {
        ProgressLine line = new ProgressLine(progress, terminal);
        Thread thread = new Thread(line, "velaria-progress");
        thread.setDaemon(true);
        thread.start();
        return line;
    }

    @Override
    public synchronized void run() {
        long started = System.nanoTime();
        long wait = FIRST_MILLIS;
        try {
            while (!stopped) {
                wait(wait);
                if (stopped) {
                    return;
                }
                wait = STEP_MILLIS;
                show((System.nanoTime() - started) / 1_000_000_000L);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(long seconds) {
        double fraction = progress.progress();
        int done = fraction < 0 ? 0 : (int) (fraction * WIDTH);
        String percent = fraction < 0 ? "    " : String.format("%3d%%", (int) (fraction * 100));
        terminal.print(ERASE + percent + " [" + "#".repeat(done) + " ".repeat(WIDTH - done) + "] " + seconds + " s");
        terminal.flush();
        shown = true;
    }

    /** Removes the line; nothing is shown afterwards. */
    synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        notifyAll();
        if (shown) {
            terminal.print(ERASE);
            terminal.flush();
        }
    }
}
