# LEB128, of numbers and of distances that layout decides.
        .uleb128 0, 1, 127, 128, 16383, 16384, 0xffffffff, 0x7fffffffffffffff, 0xffffffffffffffff
        .sleb128 0, 1, -1, 63, 64, -64, -65, 8191, 8192, -8192, -8193, 0x7fffffffffffffff
        .uleb128 end - start                    #= 7e
        .sleb128 start - end                    #= 827f
start:  .zero 100
        .uleb128 end - start                    #= 7e
        jmp far                                 #= e9de000000
        .zero 20                                #= 0000000000000000000000000000000000000000
end:
        .uleb128 far - start                    #= c802
        .zero 200
far:
