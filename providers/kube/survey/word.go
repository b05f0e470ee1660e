package survey

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// text is a string as a spec writes it.
func text(s string) string { return value(cty.StringVal(s)) }

// value is a value as a spec writes it.
func value(v cty.Value) string {
	return string(bytes.TrimSpace(hclwrite.TokensForValue(v).Bytes()))
}

// cores writes thousandths of a core.
func cores(milli int64) string {
	if milli%1000 == 0 {
		return fmt.Sprint(milli / 1000)
	}
	return fmt.Sprintf("%dm", milli)
}

// bytesOf writes bytes in the largest unit that loses less than one in a thousand, rounded
// down.
func bytesOf(n int64) string {
	for _, u := range []struct {
		name string
		size int64
	}{{"Gi", 1 << 30}, {"Mi", 1 << 20}, {"Ki", 1 << 10}} {
		if n >= u.size && n%u.size*1000 < n {
			return fmt.Sprintf("%d%s", n/u.size, u.name)
		}
	}
	return fmt.Sprint(n)
}

// plain makes words of a cluster safe to stand in a comment.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
}

// Name makes a name of the language of any words: small letters, digits and dashes.
func Name(words string) string { return slug(words) }
