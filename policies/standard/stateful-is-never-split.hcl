constraint "stateful-is-never-split" {
  doc     = "A hybrid runs copies on both sides that know nothing of each other. So a service with state, volumes, a job or concurrency = \"one\" is never split."
  forbid  = "option.kind == 'hybrid' && (service.stateful || service.volumes > 0 || service.job || service.singleton)"
  because = <<-EOT
    service.stateful ? 'it keeps state, which two sites cannot share'
      : service.volumes > 0 ? 'it has volumes, which two sites cannot share'
      : service.job ? 'it is a job, which runs in one place'
      : 'two copies of it must never run'
  EOT
}
