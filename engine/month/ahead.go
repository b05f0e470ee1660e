package month

func (m *maker) ahead() error { return nil }
