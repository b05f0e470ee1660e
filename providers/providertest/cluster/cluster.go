package cluster

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"berth.dev/providers/providertest/program"
)

// Options say which parts run. The zero value is etcd and an API server.
type Options struct {
	// Name is the cluster's, and that of its context in kubeconfigs; "" is "test".
	Name string
	// Folder is where it keeps its state and logs. It must exist.
	Folder string
	// Controllers runs the controllers and the scheduler: Deployments get pods,
	// namespaces are emptied when they are deleted.
	Controllers bool
	// Nodes is how many fake nodes it begins with, of 16 cores and 64 GiB, on which
	// pods live as stages.yaml says; 0 runs nothing that would. They need Controllers.
	Nodes int
	// Kubelets runs what pods live by though there is no node to begin with: for tests
	// that make nodes themselves.
	Kubelets bool
	// Audit says which requests the history has.
	Audit Audit
	// ServerArgs are further arguments of the API server.
	ServerArgs []string
}

// DefaultOptions run everything, on ten nodes and with a history of writes.
func DefaultOptions(name string) Options {
	return Options{Name: name, Controllers: true, Nodes: 10, Audit: Writes}
}

// Cluster is a control plane that runs.
type Cluster struct {
	// Name is the cluster's, and that of its context in kubeconfigs.
	Name string

	program, folder, url string
	audit                Audit
	authority            authority
	admin                string
	client               *http.Client
	processes            []*process
}

// patience is how long a part may take to answer for the first time: machines of tests
// are slow and shared.
const patience = 2 * time.Minute

// Start brings a cluster up with the program of [Binary]. Whoever starts it must Stop
// it.
func Start(ctx context.Context, path string, o Options) (*Cluster, error) {
	if o.Name == "" {
		o.Name = "test"
	}
	found, err := program.Ports(6)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c := &Cluster{Name: o.Name, program: path, folder: o.Folder, audit: o.Audit, url: local("https", found[0])}
	if err := c.start(ctx, o, found); err != nil {
		c.Stop()
		return nil, fmt.Errorf("cluster %s: %w", c.Name, err)
	}
	return c, nil
}

// Stop ends the cluster at once.
func (c *Cluster) Stop() {
	for i := len(c.processes) - 1; i >= 0; i-- {
		c.processes[i].Kill()
	}
	c.processes = nil
}

// Admin is the path of a kubeconfig that may do everything.
func (c *Cluster) Admin() string { return c.admin }

// URL is where the API server listens.
func (c *Cluster) URL() string { return c.url }

func (c *Cluster) file(name string) string { return filepath.Join(c.folder, name) }

// start runs the parts one after another, each when the one before answers.
func (c *Cluster) start(ctx context.Context, o Options, ports []int) error {
	if err := c.identify(); err != nil {
		return err
	}
	var err error
	if c.admin, err = c.User("admin", "system:masters"); err != nil {
		return err
	}
	if c.client, err = c.connect("admin"); err != nil {
		return err
	}
	if err := c.server(ctx, o, ports[0:3]); err != nil {
		return err
	}
	if o.Controllers {
		if err := c.controllers(ctx, ports[3:5]); err != nil {
			return err
		}
	}
	if o.Nodes == 0 && !o.Kubelets {
		return nil
	}
	if err := c.kubelets(ctx, ports[5]); err != nil {
		return err
	}
	return c.Nodes(ctx, o.Nodes, "16", "64Gi")
}

// run starts a part and waits for its first answer, where there is a URL to ask.
func (c *Cluster) run(ctx context.Context, name, url string, args ...string) error {
	p, err := launch(c.program, c.file(name+".log"), name, args...)
	if err != nil {
		return err
	}
	c.processes = append(c.processes, p)
	if url == "" {
		return nil
	}
	return p.answers(ctx, c.client, url)
}

// server runs etcd and the API server.
func (c *Cluster) server(ctx context.Context, o Options, ports []int) error {
	clients, peers := local("http", ports[1]), local("http", ports[2])
	err := c.run(ctx, "etcd", "", "--name=test", "--data-dir="+c.file("etcd"), "--log-level=warn",
		"--listen-client-urls="+clients, "--advertise-client-urls="+clients,
		"--listen-peer-urls="+peers, "--initial-advertise-peer-urls="+peers, "--initial-cluster=test="+peers,
		// What a test writes need not survive the machine.
		"--unsafe-no-fsync")
	if err != nil {
		return err
	}
	audit, err := c.auditArgs()
	if err != nil {
		return err
	}
	args := []string{
		"--etcd-servers=" + clients, "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", ports[0]),
		"--tls-cert-file=" + c.file("server.crt"), "--tls-private-key-file=" + c.file("server.key"),
		"--client-ca-file=" + c.file("ca.crt"), "--authorization-mode=Node,RBAC",
		"--requestheader-client-ca-file=" + c.file("ca.crt"), "--requestheader-allowed-names=" + frontName,
		"--requestheader-username-headers=X-Remote-User", "--requestheader-group-headers=X-Remote-Group",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + c.file("accounts.crt"), "--service-account-signing-key-file=" + c.file("accounts.key"),
		"--service-cluster-ip-range=10.96.0.0/16", "--allow-privileged=true", "--endpoint-reconciler-type=none",
	}
	args = append(append(args, audit...), o.ServerArgs...)
	return c.run(ctx, "kube-apiserver", c.url+"/readyz", args...)
}

// controllers runs the controllers and the scheduler, without elections: there is one
// of each.
func (c *Cluster) controllers(ctx context.Context, ports []int) error {
	config, err := c.User("system:kube-controller-manager")
	if err != nil {
		return err
	}
	err = c.run(ctx, "kube-controller-manager", local("https", ports[0])+"/healthz",
		"--kubeconfig="+config, "--authentication-kubeconfig="+config, "--authorization-kubeconfig="+config,
		"--use-service-account-credentials=true", "--service-account-private-key-file="+c.file("accounts.key"),
		"--root-ca-file="+c.file("ca.crt"), "--cluster-signing-cert-file="+c.file("ca.crt"), "--cluster-signing-key-file="+c.file("ca.key"),
		"--leader-elect=false", "--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", ports[0]),
		"--tls-cert-file="+c.file("server.crt"), "--tls-private-key-file="+c.file("server.key"),
		"--kube-api-qps=500", "--kube-api-burst=1000")
	if err != nil {
		return err
	}
	if config, err = c.User("system:kube-scheduler"); err != nil {
		return err
	}
	text := fmt.Appendf(nil, `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
leaderElection: {leaderElect: false}
clientConnection: {kubeconfig: %q, qps: 500, burst: 1000}
`, config)
	if err := os.WriteFile(c.file("scheduler.yaml"), text, 0o600); err != nil {
		return err
	}
	return c.run(ctx, "kube-scheduler", local("https", ports[1])+"/healthz",
		"--config="+c.file("scheduler.yaml"), "--authentication-kubeconfig="+config, "--authorization-kubeconfig="+config,
		"--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", ports[1]),
		"--tls-cert-file="+c.file("server.crt"), "--tls-private-key-file="+c.file("server.key"))
}

func local(scheme string, port int) string { return fmt.Sprintf("%s://127.0.0.1:%d", scheme, port) }

// connect makes a client with a user's certificate.
func (c *Cluster) connect(user string) (*http.Client, error) {
	own, err := tls.LoadX509KeyPair(c.file(user+".crt"), c.file(user+".key"))
	if err != nil {
		return nil, err
	}
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{Certificates: []tls.Certificate{own}, RootCAs: c.trusted()}, ForceAttemptHTTP2: true,
	}}, nil
}
