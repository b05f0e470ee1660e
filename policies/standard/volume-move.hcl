check "volume-move" {
  doc         = "Every volume says how its data moves (move_by). A service whose volumes do not say it cannot be moved by a plan without asking a person."
  over        = "service"
  severity    = "warning"
  when        = "service.volumes > 0"
  require     = "service.volumes_move"
  because     = "'nobody says of every volume how its data would move'"
  may_be_idle = true
}
