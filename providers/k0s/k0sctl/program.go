package k0sctl

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// Series is the version of k0sctl that berth knows, without its last number.
const Series = "v0.32"

// Program is k0sctl, found and of a version that berth knows.
type Program struct {
	// File is where it is, Version what it calls itself.
	File, Version string

	machine Machine
}

// Machine is what the program gets of the machine that berth runs on.
type Machine struct {
	// Path is the list of folders that programs are looked for in, as the variable PATH
	// has it.
	Path string
	// Agent is the socket of the SSH agent, "" for none.
	Agent string
	// Interrupt is how long after its deadline k0sctl is asked to stop, and Kill how long
	// after that it is killed; zero means half a minute and two minutes.
	Interrupt, Kill time.Duration
}

// said is what `k0sctl version` answers first.
var said = regexp.MustCompile(`(?m)^version: (v[0-9]+\.[0-9]+)(\.[0-9]+[^\s]*)$`)

// Find finds the program and asks for its version. Folders of the path that are not
// absolute are passed over: whoever owns the working folder could put a program there.
func Find(ctx context.Context, m Machine) (*Program, error) {
	file := look(m.Path)
	if file == "" {
		return nil, fmt.Errorf("k0sctl is not found on the PATH; install %s.x of it (github.com/k0sproject/k0sctl)", Series)
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, file, "version") // #nosec G204 -- the operator's own k0sctl
	cmd.Env = []string{"PATH=" + m.Path, "HOME=" + os.DevNull}
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s version: %w", file, err)
	}
	match := said.FindSubmatch(out)
	if match == nil {
		return nil, fmt.Errorf("%s does not tell its version as k0sctl does", file)
	}
	if string(match[1]) != Series {
		return nil, fmt.Errorf("%s is %s%s; berth has been tried with %s.x alone, since others write and restart other things: install that one", file, match[1], match[2], Series)
	}
	return &Program{file, string(match[1]) + string(match[2]), m}, nil
}

// look finds the file.
func look(path string) string {
	for _, folder := range filepath.SplitList(path) {
		if !filepath.IsAbs(folder) {
			continue
		}
		file := filepath.Join(folder, "k0sctl")
		info, err := os.Stat(file)
		if err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return file
		}
	}
	return ""
}

// environment is all that the program gets to know.
func (p *Program) environment(folder string) []string {
	env := []string{
		"HOME=" + filepath.Join(folder, "home"),
		"PATH=" + p.machine.Path,
		"SSH_KNOWN_HOSTS=" + filepath.Join(folder, "known_hosts"),
		"XDG_CACHE_HOME=" + filepath.Join(folder, "cache"),
	}
	if p.machine.Agent != "" {
		env = append(env, "SSH_AUTH_SOCK="+p.machine.Agent)
	}
	return env
}

// Failed says that a run has ended with something else than success.
type Failed struct {
	// Command is what was run: "apply".
	Command string
	// Code is its exit code, -1 where a signal has ended it.
	Code int
	// Late says that it was stopped because it had not ended in its time.
	Late bool
	// Says are its last complaints, without secrets.
	Says string
}

// Error says what was run and what it said.
func (f *Failed) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "k0sctl %s ", f.Command)
	switch {
	case f.Late:
		b.WriteString("did not end in its time and was stopped")
	case f.Code < 0:
		b.WriteString("was killed")
	default:
		fmt.Fprintf(&b, "ended with exit code %d", f.Code)
	}
	if f.Says != "" {
		b.WriteString(": " + f.Says)
	}
	return b.String()
}
