package kube

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	policy "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"berth.dev/engine/target"
)

// maxWords is how much of a server's message is passed on.
const maxWords = 2000

// says are the words of a refusal for people.
func says(q *request, f *target.Fault, s *metav1.Status) string {
	switch {
	case q.secret():
		return guarded(s)
	case f.Class == target.UnknownKind && !q.bare:
		return "the cluster does not serve " + q.ref.Kind + "; is its definition installed?"
	case f.Class == target.Absent && s.Details.Kind == "namespaces" && q.ref.Kind != "Namespace":
		return fmt.Sprintf("there is no namespace %s on the cluster; it must be made first", s.Details.Name)
	case terminating(s):
		return fmt.Sprintf("the namespace %s is being deleted; wait until it is gone", q.ref.Namespace)
	case f.Class == target.Conflict && q.content == typeApply && s.Code == http.StatusUnprocessableEntity:
		return "another object has its name: its UID is not the one that was meant"
	case f.Class == target.Conflict && s.Code == http.StatusUnprocessableEntity:
		return "a test of the patch failed: what is there has changed"
	case s.Message == "":
		return answered(s)
	}
	words := strings.Join(strings.Fields(s.Message+" "+budget(s)), " ")
	if s.Reason == "" {
		words = answered(s) + ": " + words
	}
	return strings.ToValidUTF8(words[:min(len(words), maxWords)], "")
}

// budget says how a budget stands that an eviction would break.
func budget(s *metav1.Status) string {
	for _, c := range s.Details.Causes {
		if c.Type == policy.DisruptionBudgetCause {
			return c.Message
		}
	}
	return ""
}

func answered(s *metav1.Status) string {
	return fmt.Sprintf("the server answered %d %s", s.Code, http.StatusText(int(s.Code)))
}

func terminating(s *metav1.Status) bool {
	for _, c := range s.Details.Causes {
		if c.Type == "NamespaceTerminating" {
			return true
		}
	}
	return false
}

// guarded says what can be said of a refusal that is about a secret: which fields,
// and which webhook. The server's own words may quote values.
func guarded(s *metav1.Status) string {
	words := answered(s)
	if s.Reason != "" {
		words += ", " + string(s.Reason)
	}
	if m := regexp.MustCompile(`admission webhook "([a-z0-9.-]+)"`).FindStringSubmatch(s.Message); m != nil {
		words += fmt.Sprintf(", by the admission webhook %q", m[1])
	}
	var at []string
	for _, c := range s.Details.Causes {
		if c.Field != "" {
			at = append(at, strings.TrimPrefix(c.Field, "."))
		}
	}
	if len(at) > 0 {
		words += ", about " + strings.Join(at, ", ")
	}
	return words + " (its words may hold the secret and are left out)"
}
