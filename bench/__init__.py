"""What the README's figures come from: one command each, which prints a table and names the machine."""
