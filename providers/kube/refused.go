package kube

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"berth.dev/engine/target"
)

const (
	// maxAfter is the longest wait that a server is granted.
	maxAfter = time.Minute
	// maxRefusal is how much of a refusal is read.
	maxRefusal = 1 << 20
)

// refused turns an answer that is no success into a fault.
func refused(q *request, res *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(res.Body, maxRefusal))
	s := status(res, body)
	f := &target.Fault{What: q.what(), After: after(res.Header, s), Fields: fields(s)}
	f.Class = classOf(q, res, s)
	f.Says = says(q, f, s)
	if err != nil && res.StatusCode/100 != 5 && s.Reason == "" {
		// A refusal that was cut short may have been anything.
		f.Class, f.Cause = target.Unclear, err
	}
	return f
}

// status is the API server's own account of a refusal; one with no Reason where the
// answer came from somebody else, such as a load balancer.
func status(res *http.Response, body []byte) *metav1.Status {
	s := &metav1.Status{}
	if json.Unmarshal(body, s) != nil || s.Kind != "Status" {
		s = &metav1.Status{}
		if t, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type")); t == "text/plain" {
			s.Message = string(body[:min(len(body), 200)])
			if bad := failing(string(body)); bad != "" {
				s.Message = bad
			}
		}
	}
	s.Code = int32(res.StatusCode)
	if s.Details == nil {
		s.Details = &metav1.StatusDetails{}
	}
	return s
}

// classOf sorts a refusal by what it means for whoever asked.
func classOf(q *request, res *http.Response, s *metav1.Status) target.Class {
	switch s.Code {
	case http.StatusUnauthorized:
		return target.Unauthorized
	case http.StatusForbidden:
		return forbidden(q, s)
	case http.StatusNotFound:
		return notFound(s)
	case http.StatusConflict:
		if s.Reason == metav1.StatusReasonAlreadyExists {
			return target.Exists
		}
		return target.Conflict
	case http.StatusPreconditionFailed:
		return target.Conflict
	case http.StatusGone:
		return target.Expired
	case http.StatusTooManyRequests:
		return target.Busy
	case http.StatusUnprocessableEntity:
		return unprocessable(q, s)
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
		return target.Invalid
	case http.StatusRequestTimeout:
		return target.Unclear
	case http.StatusServiceUnavailable:
		if res.Header.Get("Retry-After") != "" {
			return target.Busy
		}
	}
	if s.Code >= 500 {
		return brokenServer(q, s)
	}
	return target.Broken
}

// admission are words of the parts of the API server that judge content. They answer
// 403 as well, and it is not the identity's fault.
func admission() []string {
	return []string{"admission webhook ", "ValidatingAdmissionPolicy ", "exceeded quota", "violates PodSecurity", "denied the request"}
}

// forbidden tells an identity that may not from content that may not be.
func forbidden(q *request, s *metav1.Status) target.Class {
	switch {
	case terminating(s) && q.evicts:
		return target.Busy // the pod goes with its namespace
	case terminating(s):
		return target.Broken
	}
	for _, words := range admission() {
		if strings.Contains(s.Message, words) {
			return target.Invalid
		}
	}
	return target.Denied
}

// notFound tells a missing object from a missing kind: only an answer that names the
// object says that it is not there. A proxy's bare 404 never does.
func notFound(s *metav1.Status) target.Class {
	if s.Details.Name != "" {
		return target.Absent
	}
	return target.UnknownKind
}

// unprocessable tells content that is refused from a write that does not fit what is
// there. Of a failed test the API server says nothing at all, not even the object; an
// apply that names another UID is to it an attempt to change the UID.
func unprocessable(q *request, s *metav1.Status) target.Class {
	switch q.content {
	case typePatch:
		if s.Details.Name == "" && len(s.Details.Causes) == 0 {
			return target.Conflict
		}
	case typeApply:
		for _, c := range s.Details.Causes {
			if c.Field == "metadata.uid" {
				return target.Conflict
			}
		}
	}
	return target.Invalid
}

// brokenServer is a 5xx: nobody knows, unless the server says that the content does
// not fit its schema, or that two budgets have a word about a pod: it found that before
// it did anything.
func brokenServer(q *request, s *metav1.Status) target.Class {
	if q.evicts && strings.HasPrefix(s.Message, "This pod has more than one PodDisruptionBudget") {
		return target.Invalid
	}
	if strings.HasPrefix(s.Message, "failed to create typed patch object") {
		return target.Invalid
	}
	return target.Unclear
}

// after is how long the server asks to wait. A date counts from the server's own clock.
func after(h http.Header, s *metav1.Status) time.Duration {
	wish := time.Duration(s.Details.RetryAfterSeconds) * time.Second
	if text := h.Get("Retry-After"); text != "" {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			wish = time.Duration(min(n, int64(maxAfter/time.Second))) * time.Second
		} else if until, err := http.ParseTime(text); err == nil {
			if now, err := http.ParseTime(h.Get("Date")); err == nil {
				wish = until.Sub(now)
			}
		}
	}
	return min(max(wish, 0), maxAfter)
}

// fields are those that other managers own, in the order of their paths.
func fields(s *metav1.Status) (out []target.Field) {
	for _, c := range s.Details.Causes {
		if c.Type != metav1.CauseTypeFieldManagerConflict {
			continue
		}
		_, quoted, _ := strings.Cut(c.Message, "conflict with ")
		manager, err := strconv.QuotedPrefix(quoted)
		if err == nil {
			manager, _ = strconv.Unquote(manager)
		}
		out = append(out, target.Field{Path: strings.TrimPrefix(c.Field, "."), Manager: manager})
	}
	slices.SortFunc(out, func(a, b target.Field) int { return strings.Compare(a.Path, b.Path) })
	return out
}
