"""What every conversation needs: the turn, the router, forms, plain choices, reading, common wording."""
