"""What is true: tables, the verbs that change them, the questions asked of them. Imports nobody of ours."""
