"""What the clock starts, and the delivery of what is owed. Everything asks the database what is due; nothing is planned in memory."""
