package git

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
)

// Repository is the git repository that a folder lies in. Its methods may be called by
// many goroutines at once.
type Repository struct {
	// Prefix is the folder below the top of the work tree, with "/" between names; "" for
	// the top itself and in a bare repository.
	Prefix string
	// Shallow tells that the history was cut when the repository was cloned.
	Shallow bool

	program, dir string
	env          []string
}

// Open finds the repository that a folder lies in. environ is the process's environment,
// as "NAME=value".
func Open(ctx context.Context, dir string, environ []string) (*Repository, error) {
	program, err := find()
	if err != nil {
		return nil, err
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	r := &Repository{program: program, dir: dir, env: environment(environ)}
	out, err := r.run(ctx, "rev-parse", "--show-prefix", "--is-shallow-repository")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	// A folder's name may hold a line break; the last line is the answer to the second question.
	lines := strings.TrimSuffix(string(out), "\n")
	at := strings.LastIndexByte(lines, '\n')
	if at < 0 {
		return nil, fmt.Errorf("%s: git gave no answer that can be read: %q", dir, bytes.TrimSpace(out))
	}
	r.Prefix, r.Shallow = strings.TrimSuffix(lines[:at], "/"), lines[at+1:] == "true"
	return r, nil
}
