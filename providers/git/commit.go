package git

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// ErrNoCommit means that a repository has no commit of a name.
var ErrNoCommit = errors.New("no such commit")

// Commit is one commit and the name it was found by.
type Commit struct{ Name, Hash string }

// Short is the beginning of the hash, enough for a person.
func (c Commit) Short() string { return c.Hash[:min(len(c.Hash), 10)] }

// Resolve finds a commit by what git calls a revision: a branch, a tag, a hash, HEAD~2.
func (r *Repository) Resolve(ctx context.Context, name string) (Commit, error) {
	if name == "" || strings.HasPrefix(name, "-") || strings.ContainsFunc(name, unicode.IsControl) {
		return Commit{}, fmt.Errorf("%q is no name of a commit: %w. Write a branch, a tag or a hash", name, ErrNoCommit)
	}
	hash, err := r.hash(ctx, name+"^{commit}")
	if err != nil {
		return Commit{}, err
	}
	if hash == "" {
		return Commit{}, r.missing(ctx, name)
	}
	return Commit{name, hash}, r.single(ctx, name, hash)
}

// single refuses a name that several commits have. Git would take the tag, so whoever
// may push a tag could name it as the branch and choose what is compared.
func (r *Repository) single(ctx context.Context, name, hash string) error {
	for _, kind := range []string{"refs/heads/", "refs/tags/", "refs/remotes/"} {
		other, err := r.hash(ctx, kind+name+"^{commit}")
		if err != nil {
			return err
		}
		if other != "" && other != hash {
			return fmt.Errorf("%s: more than one commit has that name. Write which is meant, as in %s%s", name, kind, name)
		}
	}
	return nil
}

// hash asks for the hash of an object, "" where there is none.
func (r *Repository) hash(ctx context.Context, name string) (string, error) {
	out, err := r.run(ctx, "rev-parse", "--verify", "--quiet", name)
	var failed *failure
	if errors.As(err, &failed) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if hash := strings.TrimSpace(string(out)); isHash(hash) {
		return hash, nil
	}
	return "", nil // "^main" is a question that git answers, and names nothing
}

// isHash tells whether a text is a whole SHA-1 or SHA-256 in hexadecimal.
func isHash(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}

// missing says why a commit is not there and how it comes there. Checkouts of CI have
// one branch only, or no branch at all.
func (r *Repository) missing(ctx context.Context, name string) error {
	remote := "origin/" + name
	if hash, err := r.hash(ctx, "refs/remotes/"+remote+"^{commit}"); err != nil || hash != "" {
		return errors.Join(err, fmt.Errorf("%s: %w here, yet there is %s. Write that, or make the branch by %q", name, ErrNoCommit, remote, "git branch "+name+" "+remote))
	}
	branch := strings.TrimPrefix(name, "origin/")
	return fmt.Errorf("%s: %w in this clone. Fetch it by %q, then write origin/%s", name, ErrNoCommit, "git fetch origin "+branch+":refs/remotes/origin/"+branch, branch)
}

// MergeBase returns the commit in which two histories part: what a merge request changes
// is what came after it. Where there are several, it is the one that git calls best.
func (r *Repository) MergeBase(ctx context.Context, a, b Commit) (Commit, error) {
	out, err := r.run(ctx, "merge-base", a.Hash, b.Hash)
	var failed *failure
	switch {
	case errors.As(err, &failed) && failed.code == 1:
		return Commit{}, r.apart(a, b)
	case err != nil:
		return Commit{}, err
	}
	hash, _, _ := strings.Cut(string(out), "\n")
	if !isHash(hash) {
		return Commit{}, fmt.Errorf("git gave no commit in which %s and %s part: %q", a.Name, b.Name, hash)
	}
	return Commit{a.Name, hash}, nil
}

// apart says why two commits have nothing in common.
func (r *Repository) apart(a, b Commit) error {
	if r.Shallow {
		return fmt.Errorf("%s and %s: their histories are cut before they meet, because this is a shallow clone. Run %q, or let CI clone everything (GitHub: fetch-depth: 0; GitLab: GIT_DEPTH: 0)", a.Name, b.Name, "git fetch --unshallow")
	}
	return fmt.Errorf("%s and %s have no commit in common, so nothing can be said to have changed. Compare with a folder that holds the older files", a.Name, b.Name)
}
