// Package focus writes the cost of owned machines as rows of FOCUS 1.2.
package focus
