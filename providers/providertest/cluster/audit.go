package cluster

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"
)

// Audit says which requests the history of a cluster has. Requests of the cluster's
// own parts are never in it, nor are watches and questions about rights.
type Audit string

const (
	// NoAudit keeps no history.
	NoAudit Audit = ""
	// Writes keeps what writes, dry runs among it.
	Writes Audit = "writes"
	// Everything keeps gets and lists too.
	Everything Audit = "everything"
)

// Request is one request as the API server saw it.
type Request struct {
	// User is the name in the certificate, Agent what the program called itself.
	User, Agent string
	// Verb is get, list, create, update, patch, delete or deletecollection. A
	// server-side apply is a patch; one that made an object has the Code 201.
	Verb                                          string
	Group, Resource, Subresource, Namespace, Name string
	// DryRun is true where nothing was to be kept.
	DryRun bool
	// Manager is the field manager that the request named.
	Manager string
	// Force is true for a server-side apply that takes fields from others.
	Force bool
	// Code is the status of the answer; 0 where none was given, as to a client that was
	// gone by then.
	Code int
	// Begun is when the request arrived, Ended when the server was done with it: zero
	// where it still works.
	Begun, Ended time.Time
}

// History are the requests so far in the order of their arrival. It waits until the
// server is done with those that have arrived: whatever a client was told is in it, and
// what one that was killed left behind.
func (c *Cluster) History(ctx context.Context) ([]Request, error) {
	var history []Request
	err := Until(ctx, func() (bool, error) {
		text, err := os.ReadFile(c.file("audit.log"))
		if err != nil && !os.IsNotExist(err) {
			return false, err
		}
		history, err = readAudit(text)
		return !slices.ContainsFunc(history, func(r Request) bool { return r.Ended.IsZero() }), err
	})
	return history, err
}

// auditArgs are the API server's arguments for keeping a history.
func (c *Cluster) auditArgs() ([]string, error) {
	if c.audit == NoAudit {
		return nil, nil
	}
	if err := os.WriteFile(c.file("audit.yaml"), []byte(auditPolicy(c.audit)), 0o600); err != nil {
		return nil, err
	}
	return []string{
		"--audit-policy-file=" + c.file("audit.yaml"), "--audit-log-path=" + c.file("audit.log"),
		// In megabytes, more than any test writes: a log that is moved away is not read.
		"--audit-log-maxsize=10000",
		// Each arrival is on the disk before the server does anything about it.
		"--audit-log-mode=blocking",
	}, nil
}

// auditPolicy tells the API server what to write down. The first rule that fits counts.
func auditPolicy(a Audit) string {
	policy := `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
- {level: None, users: [kwok, "system:anonymous", "system:apiserver", "system:kube-controller-manager", "system:kube-scheduler"]}
- {level: None, userGroups: ["system:nodes", "system:serviceaccounts"]}
- {level: None, nonResourceURLs: ["*"]}
- {level: None, verbs: [watch]}
- {level: None, resources: [{group: authorization.k8s.io}, {group: authentication.k8s.io}]}
`
	if a == Writes {
		policy += "- {level: None, verbs: [get, list]}\n"
	}
	return policy + "- {level: Metadata}\n"
}

// event is one line of the log: a request has arrived, or was answered.
type event struct {
	AuditID    string
	Stage      string
	RequestURI string
	Verb       string
	User       struct{ Username string }
	UserAgent  string
	ObjectRef  struct{ APIGroup, Resource, Subresource, Namespace, Name string }
	// ResponseStatus is only in the last line of a request.
	ResponseStatus           struct{ Code int }
	RequestReceivedTimestamp time.Time
	StageTimestamp           time.Time
}

// readAudit joins the lines of each request. A last line that is not whole yet is left
// for the next reading.
func readAudit(text []byte) ([]Request, error) {
	at := map[string]int{}
	var history []Request
	for line := range bytes.Lines(text) {
		if !bytes.HasSuffix(line, []byte("\n")) {
			break
		}
		var e event
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, err
		}
		i, known := at[e.AuditID]
		if !known {
			i = len(history)
			at[e.AuditID] = i
			history = append(history, Request{})
		}
		// The last line knows most: the name of an object whose URL had none.
		history[i] = e.request()
	}
	slices.SortStableFunc(history, func(a, b Request) int { return a.Begun.Compare(b.Begun) })
	return history, nil
}

func (e event) request() Request {
	r := Request{
		User: e.User.Username, Agent: e.UserAgent, Verb: e.Verb,
		Group: e.ObjectRef.APIGroup, Resource: e.ObjectRef.Resource, Subresource: e.ObjectRef.Subresource,
		Namespace: e.ObjectRef.Namespace, Name: e.ObjectRef.Name,
		Code: e.ResponseStatus.Code, Begun: e.RequestReceivedTimestamp,
	}
	if _, query, found := strings.Cut(e.RequestURI, "?"); found {
		if values, err := url.ParseQuery(query); err == nil {
			r.DryRun = values.Get("dryRun") != ""
			r.Manager = values.Get("fieldManager")
			r.Force = values.Get("force") == "true"
		}
	}
	if e.Stage != "RequestReceived" {
		r.Ended = e.StageTimestamp
	}
	return r
}
