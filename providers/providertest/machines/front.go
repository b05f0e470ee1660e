package machines

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"sigs.k8s.io/yaml"
)

// administrator is who the kubeconfig of k0sctl is for, in the cluster's own history.
const administrator = "kubernetes-admin"

// openFront lets the machine's API server listen, at the port of its configuration.
func (m *machine) openFront() error {
	if m.front != nil {
		return nil
	}
	config, err := m.world.cluster.Serving(m.Name, m.address)
	if err != nil {
		return err
	}
	m.bind = apiPort(m.state.Config)
	l, err := net.Listen("tcp", net.JoinHostPort(m.address, strconv.Itoa(m.bind)))
	if err != nil {
		return fmt.Errorf("kube-apiserver of %s: %w", m.Name, err)
	}
	m.front = &http.Server{Handler: http.HandlerFunc(m.serve), TLSConfig: config, ReadHeaderTimeout: time.Minute, ErrorLog: quiet()}
	front := m.front
	go func() { _ = front.ServeTLS(l, "", "") }()
	return nil
}

// closeFront ends it, and every request under way.
func (m *machine) closeFront() {
	if m.front != nil {
		_ = m.front.Close()
		m.front = nil
	}
}

// serve answers for one controller: of its health and version itself, all else by the
// cluster, where etcd lets it.
func (m *machine) serve(out http.ResponseWriter, r *http.Request) {
	w := m.world
	w.mu.Lock()
	why, version := m.sick(), m.state.Version
	health := r.URL.Path == "/readyz" || r.URL.Path == "/livez" || r.URL.Path == "/healthz"
	if health || r.URL.Path == "/version" {
		w.note(Event{Host: m.Name, What: "http", Detail: r.Method + " " + r.URL.Path})
	}
	if health && why == "" && m.slow > 0 {
		m.slow--
		why = "[-]poststarthook/rbac/bootstrap-roles failed: reason withheld"
	}
	w.mu.Unlock()
	switch {
	case health && why != "":
		http.Error(out, "[+]ping ok\n"+why+"\nreadyz check failed", http.StatusInternalServerError)
	case health:
		_, _ = out.Write([]byte("ok"))
	case r.URL.Path == "/version":
		writeJSON(out, http.StatusOK, versionOf(version))
	case why != "":
		writeJSON(out, http.StatusServiceUnavailable, object{
			"kind": "Status", "apiVersion": "v1", "metadata": object{}, "status": "Failure",
			"message": why, "reason": "ServiceUnavailable", "code": http.StatusServiceUnavailable,
		})
	default:
		w.pass.ServeHTTP(out, r)
	}
}

// versionOf is what an API server of k0s says of its version.
func versionOf(version string) object {
	kubernetes, _, _ := strings.Cut(version, "+")
	return object{"major": "1", "minor": strconv.Itoa(minor(version)), "gitVersion": kubernetes + "+k0s", "platform": "linux/amd64"}
}

func writeJSON(out http.ResponseWriter, code int, body object) {
	out.Header().Set("Content-Type", "application/json")
	out.WriteHeader(code)
	_ = json.NewEncoder(out).Encode(body)
}

// adminConfig is a kubeconfig that may do everything, with all it needs inside.
func (w *World) adminConfig(name, server string) (string, error) {
	text, err := w.cluster.Kubeconfig(name, administrator, server, "system:masters")
	if err != nil {
		return "", err
	}
	text, err = yaml.JSONToYAML(text)
	return string(text), err
}
