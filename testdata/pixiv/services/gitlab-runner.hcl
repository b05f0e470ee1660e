# talk: continuous integration. Decision: cloud.
service "gitlab-runner" {
  product = "platform"
  runs_on = "gke"

  manifests = "deploy/gitlab-runner" # assumed

  # Assumed: 30 runners of 4 cores that are busy a twelfth of the time, idle at
  # night and on weekends; a job that is stopped is run again. The git server is
  # not on-prem.
  replica {
    cpu    = "4"
    memory = "12Gi"
  }

  job {
    parallelism   = 30
    busy_share    = 0.0833
    interruptible = true
    shiftable     = false
  }

  calls = "complete"

  call "gitlab" {
    sent     = "50G"
    received = "500G"
  }
}
