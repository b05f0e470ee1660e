package program

import "syscall"

// attributes make the kernel end a child with the test that started it, even where
// that is killed, and keep a terminal's interrupt from reaching it first.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
