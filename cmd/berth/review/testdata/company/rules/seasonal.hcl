policy "seasonal" {
  criterion = "scalability"
  doc       = "A load that falls asleep every night is cheaper where capacity is rented by the hour."
  when      = "has(service.daily_season) && service.daily_season > 0.9"
  score     = "option.elastic ? 1.0 : 0.95"
  because   = "'the strength of its daily season is %.2f'.format([service.daily_season])"
}
