package dev.ostiary.app.bench.measure;

import java.util.Arrays;

/// Times in milliseconds.
public record Latencies(double p50, double p99, double max) {
  /// @param nanos at least one; put in order here
  public static Latencies of(long[] nanos) {
    Arrays.sort(nanos);
    return new Latencies(
        nanos[nanos.length / 2] / 1e6,
        nanos[(int) (nanos.length * 0.99)] / 1e6,
        nanos[nanos.length - 1] / 1e6);
  }
}
