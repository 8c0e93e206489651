-- Old attempts are found by their time; such an index costs next to nothing to keep.

create index webhook_attempt_by_time on webhook_attempt using brin (start_time);
