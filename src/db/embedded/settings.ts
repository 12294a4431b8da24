/** For a small machine that mostly writes. Given on the command line, so that a new gateway brings new settings along. */
export const serverSettings: Readonly<Record<string, string>> = {
  cluster_name: "gerbang",
  // A 201 survives a power cut. Group commit makes this affordable, so none of the three is ever traded for speed.
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  // The gateway's own pool, the command line beside it, and room to look around with psql.
  max_connections: "60",
  shared_buffers: "128MB",
  huge_pages: "try",
  // Nobody replicates an embedded database: less WAL, and two processes fewer.
  wal_level: "minimal",
  max_wal_senders: "0",
  max_logical_replication_workers: "0",
  // The programs are built without LZ4 and zstd, and pglz costs more CPU than it saves here.
  wal_compression: "off",
  wal_buffers: "16MB",
  // Rare checkpoints, spread out: each one makes every page be written whole once more. 1 GB replays in seconds.
  checkpoint_timeout: "15min",
  checkpoint_completion_target: "0.9",
  max_wal_size: "1GB",
  min_wal_size: "256MB",
  // Hot rows (balances, limits, the queue) are updated in place as long as dead versions go soon.
  autovacuum: "on",
  autovacuum_naptime: "20s",
  autovacuum_vacuum_scale_factor: "0.05",
  // Short statements on two cores: compiling or splitting them takes longer than running them.
  jit: "off",
  max_parallel_workers_per_gather: "0",
  random_page_cost: "1.1",
  // What is read is in memory, so three I/O workers would only take some; containers forbid io_uring.
  io_method: "sync",
  // DETAIL and STATEMENT quote rows and values, and a phone number has no business in a log file.
  log_error_verbosity: "terse",
  log_min_error_statement: "panic",
  log_checkpoints: "off",
  log_timezone: "UTC",
  timezone: "UTC",
};
