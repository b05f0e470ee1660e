package month

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"testing"
)

// sheet is what the blocks of a document say: names with their values.
type sheet struct {
	values map[string]*big.Rat
	// order are the names as they come.
	order []string
}

// calculate works out every line of a block, and says which are wrong. A line is
// "name = expression = value", with "≈" before a value that is rounded, or a name and a
// number; what stands behind "#" is for the reader.
func (s *sheet) calculate(block string) (wrong []error) {
	for line := range strings.Lines(block) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if err := s.line(line); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", line, err))
		}
	}
	return wrong
}

func (s *sheet) line(line string) error {
	name, rest, found := strings.Cut(line, " = ")
	if !found || s.values[name] != nil {
		return fmt.Errorf("no new name stands before it")
	}
	expression, shown, exact := strings.Cut(rest, " = ")
	if !exact {
		expression, shown, exact = strings.Cut(rest, " ≈ ")
		if !exact {
			shown = expression // a number, or another name
		}
		exact = !exact
	}
	worked, err := s.evaluate(expression)
	if err != nil {
		return err
	}
	value, err := s.evaluate(shown)
	if err != nil {
		return err
	}
	most := new(big.Rat)
	if !exact {
		most = lastDigit(shown)
	}
	if off := new(big.Rat).Sub(worked, value); off.Abs(off).Cmp(most) > 0 {
		return fmt.Errorf("it is %s", worked.FloatString(12))
	}
	s.values[name], s.order = value, append(s.order, name)
	return nil
}

// lastDigit is one unit of the last digit that is shown.
func lastDigit(shown string) *big.Rat {
	_, behind, _ := strings.Cut(shown, ".")
	return new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(behind))), nil))
}

var token = regexp.MustCompile(`[a-z][a-z0-9_]*|[0-9]+(?:\.[0-9]+)?|[-+−×÷()]|\S`)

// evaluate works an expression out exactly.
func (s *sheet) evaluate(expression string) (*big.Rat, error) {
	p := &parser{sheet: s, rest: token.FindAllString(expression, -1)}
	v := p.sum()
	if p.err == nil && len(p.rest) > 0 {
		p.err = fmt.Errorf("%q is not understood", p.rest[0])
	}
	return v, p.err
}

// parser reads an expression from its left.
type parser struct {
	*sheet
	rest []string
	err  error
}

func (p *parser) next(any ...string) string {
	for _, t := range any {
		if len(p.rest) > 0 && p.rest[0] == t {
			p.rest = p.rest[1:]
			return t
		}
	}
	return ""
}

func (p *parser) sum() *big.Rat {
	v := p.product()
	for {
		switch p.next("+", "−", "-") {
		case "+":
			v = new(big.Rat).Add(v, p.product())
		case "−", "-":
			v = new(big.Rat).Sub(v, p.product())
		default:
			return v
		}
	}
}

func (p *parser) product() *big.Rat {
	v := p.factor()
	for {
		switch p.next("×", "÷") {
		case "×":
			v = new(big.Rat).Mul(v, p.factor())
		case "÷":
			by := p.factor()
			if by.Sign() == 0 {
				p.err = fmt.Errorf("it divides by nothing")
				return v
			}
			v = new(big.Rat).Quo(v, by)
		default:
			return v
		}
	}
}

func (p *parser) factor() *big.Rat {
	if p.next("-", "−") != "" {
		return new(big.Rat).Neg(p.factor())
	}
	if p.next("(") != "" {
		v := p.sum()
		if p.next(")") == "" {
			p.err = fmt.Errorf("a bracket is not closed")
		}
		return v
	}
	if len(p.rest) == 0 {
		p.err = fmt.Errorf("it ends too early")
		return new(big.Rat)
	}
	word := p.rest[0]
	p.rest = p.rest[1:]
	if v := p.values[word]; v != nil {
		return v
	}
	v, ok := new(big.Rat).SetString(word)
	if !ok {
		p.err = fmt.Errorf("%q is neither a number nor a name that stands above", word)
		return new(big.Rat)
	}
	return v
}

func TestTheCalculatorFindsMistakes(t *testing.T) {
	for _, c := range []struct{ block, wrong string }{
		{"a = 2 × 3 = 6\nb = (a + 1) ÷ 2 = 3.5\nc = b", ""},
		{"a = 1 ÷ 3 ≈ 0.333\nb = a × 3 = 0.999", ""},
		{"a = 0 − 50 = -50\nb = a + 60 = 10", ""},
		{"a = 2 × 3 = 7", "it is 6"},
		{"a = 1 ÷ 3 ≈ 0.335", "it is 0.333"},
		{"a = 1 ÷ 3 = 0.333", "it is 0.333"},
		{"a = b + 1 = 2", "neither a number nor a name"},
		{"a = 1\na = 2", "no new name"},
		{"a = (1 + 2 = 3", "not closed"},
		{"a = 1 ÷ 0 = 0", "divides by nothing"},
		{"a = 1 + = 1", "too early"},
		{"a = 1 1 = 1", "not understood"},
	} {
		s := &sheet{values: map[string]*big.Rat{}}
		got := fmt.Sprint(s.calculate(c.block))
		if (got == "[]") != (c.wrong == "") || !strings.Contains(got, c.wrong) {
			t.Errorf("%s: %s", c.block, got)
		}
	}
}
