count = 3 4
# instead
count = 34
