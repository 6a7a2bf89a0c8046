Public Class Letters
End Class
