template <typename T> struct Cell { static T value; static T next() { return ++value; } virtual T get() { return value; } };
template <typename T> T Cell<T>::value = 40;
inline int shared() { static int count = 1; return ++count; }
int NAME() { Cell<int> cell; Cell<int> *p = &cell; return Cell<int>::next() + p->get() + shared(); }
