manage  = "cluster"
cluster = "tokyo"
k0s {
  version = "v1.36.3+k0s.1"
  config  = "k0s/config.yaml"

  host "controller-1" {
    role            = "controller+worker"
    address         = "192.0.2.10"
    private_address = "10.0.0.10"
    user            = "ops"
    key_path        = "~/.ssh/ops"
    port            = 2222
    no_taints       = true
    environment = {
      HTTPS_PROXY = "http://proxy.example:3128"
    }
  }

  host "controller-2" {
    role          = "controller"
    address       = "192.0.2.2"
    user          = "root"
    install_flags = ["--enable-metrics-scraper=true", "--debug=true"]
  }

  host "controller-3" {
    role     = "controller"
    address  = "192.0.2.1"
    user     = "root"
    data_dir = "/srv/k0s"
  }

  host "worker-1" {
    role              = "worker"
    address           = "worker.example.com"
    private_interface = "eth1"
    user              = "root"
    labels = {
      "example.com/rack" = "12"
      zone               = "a"
    }
    install_flags = ["--kubelet-extra-args=--max-pods=200 --v=2"]
    taints        = ["dedicated=batch:NoSchedule"]
  }

  options {
    drain_timeout = "600s"
    grace_period  = "30s"
  }
}
