/// What every measurement needs: work done over and over, times put in order, and one report of
/// what was found and of the bars it is held against.
@NullMarked
package dev.ostiary.app.bench.measure;

import org.jspecify.annotations.NullMarked;
