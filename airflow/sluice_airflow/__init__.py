"""What the DAGs of Sluice are made of."""
