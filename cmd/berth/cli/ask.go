package cli

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// errNo is a person who answered no.
var errNo = errors.New("nothing was done")

// asks says whether a person can be asked. Off a terminal only --yes agrees, and
// without it the command line is incomplete.
func (a *app) asks(c *cobra.Command, yes bool, what string) error {
	if yes || a.StdinTerminal && a.StderrTerminal {
		return nil
	}
	return misused(c.CommandPath(), "%s asks before it %s, and here nobody can answer: look at the plan first, then give --yes.", c.CommandPath(), what)
}

// agree asks a person to type a word, and is errNo for any other answer.
func (a *app) agree(yes bool, question, word string) error {
	if yes {
		return nil
	}
	if err := a.out.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(a.Stderr, "%s\nType %q to go on: ", question, word)
	answer, err := a.line()
	if err != nil {
		return err
	}
	if strings.TrimSpace(answer) != word {
		return errNo
	}
	return nil
}

// line reads one line of an answer, or ends with the user's interrupt.
func (a *app) line() (string, error) {
	type read struct {
		text string
		err  error
	}
	got := make(chan read, 1)
	go func() {
		text, err := bufio.NewReader(a.Stdin).ReadString('\n')
		got <- read{text, err}
	}()
	select {
	case <-a.Context.Done():
		return "", a.Context.Err()
	case r := <-got:
		if r.text == "" && r.err != nil {
			return "", errNo
		}
		return r.text, nil
	}
}
