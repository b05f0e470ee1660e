# Imported from an inventory of kubespray; number of hosts: 6.
site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  lead_time = "240d"

  node_pool "nodes" {
    nodes = 4
    # Of one node, what pods can have of it.
    cpu    = "64"
    memory = "256Gi"
  }

  k0s {
    host "control1" {
      role            = "controller"
      address         = "192.0.2.1"
      private_address = "10.0.0.1"
      user            = "ops"
      key_path        = "~/.ssh/shop"
    }

    host "control2" {
      role            = "controller"
      address         = "192.0.2.2"
      private_address = "10.0.0.2"
      user            = "ops"
      key_path        = "~/.ssh/shop"
    }

    host "control3" {
      role            = "controller+worker"
      address         = "192.0.2.3"
      private_address = "10.0.0.3"
      user            = "ops"
      key_path        = "~/.ssh/shop"
      port            = 2222
      pool            = "nodes"
      no_taints       = true
    }

    host "node01-shop-example" {
      # Called node01.shop.example in the inventory.
      role     = "worker"
      address  = "node01.shop.example"
      key_path = "~/.ssh/shop"
      pool     = "nodes"
      labels = {
        "example.com/rack" = "12"
        zone               = "a"
      }
    }

    host "node02-shop-example" {
      # Called node02.shop.example in the inventory.
      role     = "worker"
      address  = "node02.shop.example"
      key_path = "~/.ssh/shop"
      pool     = "nodes"
      labels = {
        "example.com/rack" = "12"
        zone               = "a"
      }
    }

    host "node03-shop-example" {
      # Called node03.shop.example in the inventory.
      role     = "worker"
      address  = "node03.shop.example"
      user     = "batch"
      key_path = "~/.ssh/shop"
      pool     = "nodes"
      labels = {
        zone = "b"
      }
      taints = ["dedicated=batch:NoSchedule"]
    }
  }
}
# lost: bastion: jump.shop.example, a jump host; berth reaches each host directly
# lost: control2: access_ip 198.51.100.2, by which other hosts reach it. In k0s they use private_address, which is its ip
# lost: etcd on etcd1: k0s runs it on its controllers
# lost: node01.shop.example: ansible_user is a template, which only Ansible can follow. Import what `ansible-inventory --list` prints, or write the value
# lost: node02.shop.example: ansible_user is a template, which only Ansible can follow. Import what `ansible-inventory --list` prints, or write the value
# lost: node03.shop.example: the taint "nonsense", which is none of Kubernetes
# open: group_vars/all/secret.yml is in a vault and was not read
# open: kubespray's variables say kube_network_plugin = calico: a ClusterConfig that k0s.config names has to say the same, where it matters
# open: left out: ansible_become_password. berth has no passwords: it logs in by key, as root or as a user who may use sudo without one
# open: the machines run kubespray's Kubernetes today. k0s cannot be installed beside it: empty and reset a machine before it joins
# open: to let berth make the cluster: add version to the k0s block, host_key to each host (one line of "cat /etc/ssh/ssh_host_ed25519_key.pub", read on its console), and manage = "cluster"
