package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// What a person can do something about.
var (
	// ErrNoGit means that the git program is not there.
	ErrNoGit = errors.New("git is not installed. Install it, or compare with a folder instead of a commit")
	// ErrNoRepository means that a folder lies in no repository.
	ErrNoRepository = errors.New("it lies in no git repository. Compare with a folder instead, or run it where the repository was cloned to")
	// ErrOwner means that git refuses a repository because of who owns it.
	ErrOwner = errors.New("git refuses to read a repository that belongs to somebody else")
)

// mostListed is how many bytes the list of a commit's files may have: a few million.
const mostListed = 512 << 20

// mostComplaint is how much of git's complaints is kept.
const mostComplaint = 4 << 10

// failure is a git command that ended with an error.
type failure struct {
	command string
	code    int
	// complaint is what it wrote to stderr.
	complaint string
}

// Error names the command and git's own words.
func (f *failure) Error() string {
	words := strings.Join(strings.Fields(f.complaint), " ")
	return fmt.Sprintf("git %s ended with exit code %d: %s", f.command, f.code, words)
}

// find returns the git program.
func find() (string, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return "", ErrNoGit
	}
	return program, nil
}

// environment is what git is given: all variables but git's own, of which only those
// that find configuration and bound the search for a repository are kept. A hook's
// GIT_DIR would send it to another repository than the folder's.
func environment(environ []string) []string {
	var out []string
	for _, e := range environ {
		name, _, _ := strings.Cut(e, "=")
		if strings.HasPrefix(name, "GIT_") && !strings.HasPrefix(name, "GIT_CONFIG_") && name != "GIT_CEILING_DIRECTORIES" && name != "GIT_DISCOVERY_ACROSS_FILESYSTEM" {
			continue
		}
		out = append(out, e)
	}
	return append(out, "LC_ALL=C", "LANGUAGE=",
		"GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_TERMINAL_PROMPT=0")
}

// command prepares a git command. What a hostile configuration could start is switched
// off, although no command that is run here starts it.
func (r *Repository) command(ctx context.Context, args ...string) *exec.Cmd {
	usual := []string{"-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never", "--no-pager", "--literal-pathspecs"}
	c := exec.CommandContext(ctx, r.program, append(usual, args...)...)
	c.Dir, c.Env = r.dir, r.env
	return c
}

// run runs a git command and returns what it prints.
func (r *Repository) run(ctx context.Context, args ...string) ([]byte, error) {
	c := r.command(ctx, args...)
	out, complaint := &bounded{most: mostListed}, &bounded{most: mostComplaint}
	c.Stdout, c.Stderr = out, complaint
	err := c.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &exit):
		return nil, meaning(&failure{args[0], exit.ExitCode(), complaint.String()})
	case err != nil:
		return nil, fmt.Errorf("git cannot be run: %w", err)
	case out.over:
		return nil, fmt.Errorf("git %s printed more than %d MiB. Check a folder that holds less", args[0], mostListed>>20)
	}
	return out.Bytes(), nil
}

// meaning says what a failure means where that is known.
func meaning(f *failure) error {
	switch {
	case strings.Contains(f.complaint, "not a git repository"):
		return ErrNoRepository
	case strings.Contains(f.complaint, "dubious ownership"):
		return fmt.Errorf("%w. If you trust it, run %q", ErrOwner, owned(f.complaint))
	}
	return f
}

// owned is the command by which a repository is trusted, as git itself suggests it.
func owned(complaint string) string {
	for line := range strings.Lines(complaint) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "git config --global --add safe.directory") {
			return line
		}
	}
	return "git config --global --add safe.directory FOLDER"
}

// bounded keeps the first bytes that are written to it.
type bounded struct {
	bytes.Buffer
	most int
	over bool
}

// Write takes all and keeps what there is room for: a command that is cut off would be
// reported as one that failed.
func (b *bounded) Write(p []byte) (int, error) {
	room := b.most - b.Len()
	if len(p) > room {
		b.over = true
		_, _ = b.Buffer.Write(p[:max(room, 0)]) // a buffer takes everything
		return len(p), nil
	}
	return b.Buffer.Write(p)
}
