package kube

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/url"
	"strings"

	"berth.dev/engine/target"
)

// lost sorts a request that got no answer. sent says that it may have left this
// machine.
func lost(ctx context.Context, q *request, err error, sent bool) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err // the words around it repeat the address
	}
	f := &target.Fault{What: q.what(), Says: err.Error(), Cause: err, Class: target.Busy}
	switch {
	case untrusted(err):
		f.Class = target.Broken
	case strings.Contains(err.Error(), "getting credentials:"):
		f.Class = target.Unauthorized // the plugin that the kubeconfig names
	case sent:
		f.Class = target.Unclear
	}
	if errors.Is(err, context.DeadlineExceeded) {
		f.Says = ended(q, f.Class)
	}
	if cause := ctx.Err(); cause != nil {
		f.Says, f.Cause = ended(q, f.Class), cause
	}
	return f
}

// cut sorts a good answer whose end is missing or that cannot be read: what was asked
// was done, or was it an answer of somebody in between?
func cut(ctx context.Context, q *request, err error) error {
	f := &target.Fault{Class: target.Unclear, What: q.what(), Says: "the answer cannot be read: " + err.Error(), Cause: err}
	if q.secret() {
		f.Says, f.Cause = "the answer cannot be read", nil
	}
	if cause := ctx.Err(); cause != nil {
		f.Says, f.Cause = ended(q, f.Class), cause
	}
	return f
}

// ended says that time was up: the caller's own, or that of one request.
func ended(q *request, c target.Class) string {
	if c == target.Unclear && q.writes() {
		return "time was up before the answer came; it may have been done"
	}
	return "time was up before the answer came"
}

// untrusted tells whether the two ends do not trust each other: asking again does not
// help.
func untrusted(err error) bool {
	var (
		verify *tls.CertificateVerificationError
		record tls.RecordHeaderError
		alert  tls.AlertError
		host   x509.HostnameError
		author x509.UnknownAuthorityError
	)
	return errors.As(err, &verify) || errors.As(err, &record) || errors.As(err, &alert) || errors.As(err, &host) || errors.As(err, &author)
}
