namespace VmxAsm.Testing;

/// <summary>Where the sources lie, found from where the tests run: the nearest folder above that holds <c>VmxAsm.sln</c>.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <summary>A file or folder of the repository by its parts.</summary>
    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "VmxAsm.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"no VmxAsm.sln above {AppContext.BaseDirectory}");
    }
}
