// Package inventory turns an Ansible inventory of kubespray into a site with the hosts
// of a k0s cluster. `berth import ansible-inventory` uses it.
//
// [Read] collects an inventory with the group_vars and host_vars beside it, and [Import]
// makes a site of it: INI, YAML, and what `ansible-inventory --list` prints. Of the
// variables only those are read that say how a machine is reached and what it is as a
// node. The package runs nothing, follows no template ({{ … }}), opens no vault, and
// writes no password.
//
// A kubespray cluster is no k0s cluster. The site is for one that is to be made of the
// same machines, and what would differ is listed: where etcd runs, route reflectors,
// jump hosts. Result.Lost holds what the words of a site cannot say, Result.Open what a
// person has to add.
//
// # Decisions
//
// A host that is in kube_control_plane and in kube_node is a "controller+worker" without
// taints, as kubespray leaves it; one in kube_control_plane alone is a "controller",
// which in k0s is no node at all.
//
// Variables follow Ansible's precedence for an inventory and the files beside it. What a
// playbook or -e sets is not known here: `ansible-inventory --list` is no wiser.
//
// An inventory does not say how large machines are, in which country they stand and how
// long buying one takes. These come as options; without them the site is written with
// comments in their places, which does not validate, and [Result].Whole is false.
package inventory
