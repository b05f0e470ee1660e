package k0s

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is wanted here was read from the source of k0sctl, phase/configure_k0s.go.
func TestWhatK0sctlWritesIsForeseen(t *testing.T) {
	private := `private_address = "172.16.0.1"`
	tests := []struct {
		name, spec string
		hosts      []string
		// want is the spec of host a.
		want string
	}{
		{"names of all controllers", "", []string{host("a", "controller", 1), host("b", "controller", 2), host("w", "worker", 3)},
			"api: {sans: [10.0.0.1, 10.0.0.2]}\n"},
		{"names that are said come first, and once", "  api: {sans: [api.example.com, 10.0.0.2]}\n", []string{host("a", "controller", 1), host("b", "controller", 2)},
			"api: {sans: [api.example.com, 10.0.0.2, 10.0.0.1]}\n"},
		{"a private address is etcd's", "", []string{host("a", "controller", 1, private)},
			"api: {sans: [10.0.0.1, 172.16.0.1]}\nstorage: {etcd: {peerAddress: 172.16.0.1}}\n"},
		{"an address of etcd that is said is each host's own", "  storage: {etcd: {peerAddress: 192.0.2.9}}\n", []string{host("a", "controller", 1)},
			"api: {sans: [10.0.0.1]}\nstorage: {etcd: {peerAddress: 10.0.0.1}}\n"},
		{"kine has no members", "  storage: {type: kine}\n", []string{host("a", "controller", 1, private)},
			"api: {sans: [10.0.0.1, 172.16.0.1]}\nstorage: {type: kine}\n"},
		{"one machine has kine", "", []string{host("a", "single", 1, private)},
			"api: {sans: [10.0.0.1, 172.16.0.1]}\n"},
		{"an API on one address", "  api: {onlyBindToAddress: true}\n", []string{host("a", "controller", 1, private)},
			"api: {onlyBindToAddress: true, address: 172.16.0.1, sans: [10.0.0.1, 172.16.0.1]}\nstorage: {etcd: {peerAddress: 172.16.0.1}}\n"},
		{"an API on an address that is said", "  api: {onlyBindToAddress: true, address: 192.0.2.1}\n", []string{host("a", "controller", 1)},
			"api: {onlyBindToAddress: true, address: 192.0.2.1, sans: [10.0.0.1]}\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := orders(t, managed(at+"    config = \"c\"\n", test.hosts...), files{"c": config(test.spec + "  telemetry: null\n")})
			want, err := readYAML([]byte(test.want))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(any(want), o.expect(*o.Host("a"))["spec"]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFlagsAreThoseThatK0sctlGives(t *testing.T) {
	now := flagsOf([]string{"/usr/local/bin/k0s", "worker", "--token-file=/t", "--data-dir=/d", "--kubelet-extra-args=--node-ip=172.16.0.7 --v=2"})
	for _, test := range []struct {
		host Host
		want string
	}{
		{Host{Role: Controller, PrivateAddress: "172.16.0.1"}, ""},
		{Host{Role: Single, PrivateAddress: "172.16.0.1"}, "--single=true"},
		{Host{Role: ControllerWorker, NoTaints: true, PrivateAddress: "172.16.0.1"}, "--enable-worker=true --no-taints=true --kubelet-extra-args=--node-ip=172.16.0.1"},
		{Host{Role: Worker, PrivateAddress: "172.16.0.1", Flags: []string{"--kubelet-extra-args=--v=4"}}, "--kubelet-extra-args=--node-ip=172.16.0.1 --v=4"},
		{Host{Role: Worker, PrivateAddress: "172.16.0.1", Flags: []string{"--kubelet-extra-args=--node-ip=192.0.2.1"}}, "--kubelet-extra-args=--node-ip=192.0.2.1"},
		{Host{Role: Worker, PrivateAddress: "172.16.0.1", Flags: []string{"--enable-cloud-provider=true"}}, "--enable-cloud-provider=true"},
		{Host{Role: Worker}, "--kubelet-extra-args=--node-ip=172.16.0.7"},
		{Host{Role: Worker, Labels: map[string]string{"b": "2", "a": "1"}, Taints: []string{"x=y:NoExecute"}}, "--labels=a=1,b=2 --taints=x=y:NoExecute --kubelet-extra-args=--node-ip=172.16.0.7"},
	} {
		if got := flagsFor(&test.host, now).String(); got != test.want {
			t.Errorf("%+v: %q and not %q", test.host, got, test.want)
		}
	}
}
