//go:build !linux

package program

import "syscall"

// attributes keep a terminal's interrupt from reaching a child. Nothing ends it with a
// test that is killed.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
