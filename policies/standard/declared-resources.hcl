check "declared-resources" {
  doc      = "Every service says what one copy takes of CPU and memory. Where it does not, nothing asks a cluster for it, and money and room are reckoned with what was measured or guessed."
  over     = "service"
  severity = "warning"
  require  = "has(service.replica_cores) && has(service.replica_memory_gib)"
  because  = <<-EOT
    'nobody says what one copy takes of ' + (
      has(service.replica_cores) ? 'memory' : has(service.replica_memory_gib) ? 'CPU' : 'CPU and memory')
  EOT
}
