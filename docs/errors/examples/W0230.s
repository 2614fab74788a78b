        .space  0
# instead
        .space  1
