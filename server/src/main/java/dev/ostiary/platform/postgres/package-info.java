/// PostgreSQL as a part of this process: unpacks the server that came with us, creates its data
/// once, runs it as a child under an account without rights, restarts it when it dies, and takes
/// over the one that a killed owner left running. Everything lives in one folder. It offers an
/// address, a user and a password; pools, transactions and tables belong to `platform.database`.
@NullMarked
package dev.ostiary.platform.postgres;

import org.jspecify.annotations.NullMarked;
