package hosts

import (
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// KnownHosts is a file in the form of known_hosts that trusts the hosts' pinned keys and
// no others, for programs that reach the same machines.
func KnownHosts(hosts []Host) ([]byte, error) {
	var lines []string
	for _, h := range hosts {
		h, err := h.filled()
		if err != nil {
			return nil, err
		}
		key, err := h.hostKey()
		if err != nil {
			return nil, err
		}
		lines = append(lines, knownhosts.Line([]string{knownhosts.Normalize(h.endpoint())}, key))
	}
	slices.Sort(lines)
	return []byte(strings.Join(slices.Compact(lines), "\n") + "\n"), nil
}

// Algorithms are the ways in which a host may prove that it has its pinned key. A client
// that offered others would be shown another key of a machine that has several, and take
// it for a wrong one.
func (h Host) Algorithms() ([]string, error) {
	key, err := h.hostKey()
	if err != nil {
		return nil, err
	}
	if key.Type() == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256}, nil
	}
	return []string{key.Type()}, nil
}
