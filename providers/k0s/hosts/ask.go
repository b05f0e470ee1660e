package hosts

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/crypto/ssh"
)

// The most that is read of an answer, and of what a command complains about.
const (
	longestAnswer    = 4 << 20
	longestComplaint = 4 << 10
)

// answer is what a command has said.
type answer struct {
	out  []byte
	err  string
	code int
}

// ask runs a command with the rights of root. That it exits with another code than 0 is
// an answer; that nobody knows how it ended is an error.
func (m *Machine) ask(ctx context.Context, command string) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, m.answer)
	defer cancel()
	session, err := m.client.NewSession()
	if err != nil {
		return nil, fmt.Errorf("host %s: %w", m.host.Name, err)
	}
	defer func() { _ = session.Close() }() // it may be closed already
	out, complaint := &bounded{most: longestAnswer, over: cancel}, &bounded{most: longestComplaint}
	session.Stdout, session.Stderr = out, complaint
	if m.host.User != "root" {
		command = "sudo -n " + command
	}
	// A machine that is silent would hold the session for ever; closing the connection
	// ends it.
	stop := context.AfterFunc(ctx, func() { _ = m.client.Close() })
	defer stop()
	err = session.Run(command)
	var exit *ssh.ExitError
	code := 0
	if errors.As(err, &exit) && exit.Signal() == "" {
		code, err = exit.ExitStatus(), nil
	}
	switch {
	case out.cut && code == 0:
		return nil, fmt.Errorf("host %s: %s: the answer is longer than %d MiB", m.host.Name, short(command), longestAnswer>>20)
	case ctx.Err() != nil:
		return nil, fmt.Errorf("host %s: %s: no answer within %s: %w", m.host.Name, short(command), m.answer, ctx.Err())
	case err != nil:
		return nil, fmt.Errorf("host %s: %s: %w", m.host.Name, short(command), err)
	}
	return &answer{out.text.Bytes(), oneLine(complaint.text.String()), code}, nil
}

// oneLine is a complaint as errors show it: whatever a terminal would obey is left out.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
}

// short is a command as errors show it.
func short(command string) string {
	if i := strings.Index(command, "sh -c "); i >= 0 {
		return "the question what is installed"
	}
	return command
}

// bounded keeps the beginning of what is written to it.
type bounded struct {
	text bytes.Buffer
	most int
	// cut says that there was more, and over is called then, where it is not nil.
	cut  bool
	over func()
}

// Write keeps what there is room for.
func (b *bounded) Write(p []byte) (int, error) {
	room := min(len(p), b.most-b.text.Len())
	b.text.Write(p[:room])
	if room < len(p) && !b.cut {
		b.cut = true
		if b.over != nil {
			b.over()
		}
	}
	return len(p), nil
}
