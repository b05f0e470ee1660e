package cli

import (
	"fmt"
	"io"

	"berth.dev/providers/focus"
	"berth.dev/providers/focus/rule"
)

// focusRules are files of the working group of FOCUS, which berth does not bring along:
// they have their own licence and their own versions.
type focusRules struct {
	// model is the requirements model (JSON), codes the list of currencies (CSV); "" for
	// none.
	model, codes string
}

// judge holds rows against the published rules and tells what came of each on stderr,
// beside the rows. A rule that has to hold and does not is an error.
func (a *app) judge(rows []focus.Row, by focusRules) error {
	if by.model == "" {
		return nil
	}
	model, err := a.openNamed(by.model)
	if err != nil {
		return err
	}
	defer model.Close()
	var codes io.Reader
	if by.codes != "" {
		file, err := a.openNamed(by.codes)
		if err != nil {
			return err
		}
		defer file.Close()
		codes = file
	}
	result, err := focus.Judge(rows, model, codes)
	if err != nil {
		return fmt.Errorf("%s: %w", by.model, err)
	}
	if err := result.Write(a.Stderr); err != nil {
		return err
	}
	if n := len(result.In(rule.Failed)); n > 0 {
		return fmt.Errorf("%d rules of FOCUS do not hold", n)
	}
	return nil
}
